/** Violations planted on purpose: each rule of the house must find its own. Nothing here is ever run. */
package planted;
