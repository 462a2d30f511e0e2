/** A simulated Jira Data Center to test, show and practise against: REST, JQL, webhooks, trouble on request and a small page. */
@NullMarked
package dev.drawbridge.sandbox;

import org.jspecify.annotations.NullMarked;
