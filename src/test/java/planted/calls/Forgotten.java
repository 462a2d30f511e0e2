package planted.calls;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A call that nobody has thought of in the table of permissions. */
@RestController
@RequestMapping("/api/v1/forgotten")
public class Forgotten {
    @GetMapping("/{id}")
    String forgotten() {
        return "";
    }
}
