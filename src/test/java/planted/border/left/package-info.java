@ApplicationModule(allowedDependencies = {})
package planted.border.left;

import org.springframework.modulith.ApplicationModule;
