package dev.drawbridge.console;

import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.security.Caller;
import dev.drawbridge.security.Level;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** What all pages of the console show around their contents: who looks, at which node, and the menu with what is open. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(assignableTypes = ConsolePage.class)
class ConsoleFrame {
    private final NodeFacts node;
    private final Lanes lanes;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Activation activation;

    ConsoleFrame(NodeFacts node, Lanes lanes, Outbox outbox, Inbox inbox, Activation activation) {
        this.node = node;
        this.lanes = lanes;
        this.outbox = outbox;
        this.inbox = inbox;
        this.activation = activation;
    }

    /**
     * One line of the menu.
     *
     * @param badge how many of {@code what} there are; 0 shows nothing
     */
    public record Entry(String title, String href, long badge, String what) {
        static Entry of(String title, String href) {
            return new Entry(title, href, 0, "");
        }
    }

    @ModelAttribute
    void frame(Model model) {
        var caller = Caller.current();
        model.addAttribute("nodeName", node.nodeName());
        model.addAttribute("caller", caller.map(Caller::name).orElse(""));
        model.addAttribute("level", caller.map(Caller::level).orElse(Level.VIEWER));
        model.addAttribute("operates", may(Level.OPERATOR));
        model.addAttribute("administers", may(Level.ADMINISTRATOR));
        model.addAttribute("menu", menu());
        model.addAttribute("syncOff", activation.why().orElse(null));
    }

    static boolean may(Level level) {
        return Caller.current().filter(caller -> caller.level().reaches(level)).isPresent();
    }

    private List<Entry> menu() {
        var errors = lanes.blocked();
        var queued = outbox.waiting() + inbox.waitingInAll();
        var menu = new ArrayList<Entry>();
        menu.add(Entry.of("Dashboard", "/"));
        menu.add(Entry.of("Connections", "/connections"));
        menu.add(Entry.of("Triggers", "/triggers"));
        menu.add(Entry.of("Entity Sync Status", "/issues"));
        menu.add(Entry.of("Bulk Connect", "/bulk-connect"));
        menu.add(new Entry("Sync Queue", "/queue", queued, "in progress"));
        menu.add(new Entry("Errors", "/errors", errors, "open"));
        menu.add(Entry.of("Clean-up Tools", "/clean-up"));
        menu.add(Entry.of("Rules", "/rules"));
        menu.add(Entry.of("General Settings", "/settings"));
        return menu;
    }

    @ExceptionHandler
    ModelAndView on(NoSuchElementException absent, HttpServletResponse response) {
        return sorry(HttpStatus.NOT_FOUND, "Not found", absent, response);
    }

    @ExceptionHandler
    ModelAndView on(IllegalArgumentException wrong, HttpServletResponse response) {
        return sorry(HttpStatus.UNPROCESSABLE_ENTITY, "That cannot be shown", wrong, response);
    }

    @ExceptionHandler
    ModelAndView on(JiraTrouble trouble, HttpServletResponse response) {
        return sorry(HttpStatus.BAD_GATEWAY, "Jira cannot be asked", trouble, response);
    }

    private ModelAndView sorry(HttpStatus status, String title, RuntimeException why, HttpServletResponse response) {
        response.setStatus(status.value());
        var page = new ModelAndView("console/missing");
        var model = new org.springframework.ui.ExtendedModelMap();
        frame(model);
        page.addAllObjects(model);
        page.addObject("title", title);
        page.addObject("sentence", String.valueOf(why.getMessage()));
        return page;
    }
}
