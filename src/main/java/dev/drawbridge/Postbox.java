package dev.drawbridge;

import dev.drawbridge.connection.NamesOutside;
import dev.drawbridge.http.Dialing;
import dev.drawbridge.monitoring.Channels;
import dev.drawbridge.monitoring.KeptChannels;
import dev.drawbridge.monitoring.NotDelivered;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.net.UnknownHostException;
import java.util.Properties;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.springframework.stereotype.Component;

/** The mail server as an administrator has set it last. */
@Component("postbox")
class Postbox extends DefaultJavaMailSender {
    private static final String LONGEST_WAIT = "20000";

    private final KeptChannels channels;
    private final Dialing dialing;
    private final NamesOutside names = new NamesOutside(null, true);

    Postbox(KeptChannels channels, Dialing dialing) {
        this.channels = channels;
        this.dialing = dialing;
    }

    @Override
    public Session getSession() {
        return session(email());
    }

    @Override
    public void send(MimeMessage message) throws MessagingException {
        var email = email();
        try {
            names.resolve(email.host());
        } catch (NamesOutside.OutOfBounds never) {
            throw new NotDelivered("The mail server cannot be " + never.getMessage() + ".");
        } catch (UnknownHostException unknown) {
            throw new NotDelivered("The name of the mail server %s cannot be resolved.".formatted(email.host()));
        }
        message.saveChanges();
        try (var transport = session(email).getTransport("smtp")) {
            transport.connect(
                    email.host(),
                    email.port(),
                    email.user(),
                    channels.password().orElse(null));
            transport.sendMessage(message, message.getAllRecipients());
        } catch (AuthenticationFailedException refused) {
            throw new NotDelivered("The mail server refuses the login of user '%s'.".formatted(email.user()));
        }
    }

    private Channels.Email email() {
        var email = channels.find().email();
        if (email == null) throw new NotDelivered("There is no mail server any more.");
        return email;
    }

    private Session session(Channels.Email email) {
        var properties = new Properties();
        properties.put("mail.smtp.auth", String.valueOf(email.user() != null));
        properties.put("mail.smtp.connectiontimeout", LONGEST_WAIT);
        properties.put("mail.smtp.timeout", LONGEST_WAIT);
        properties.put("mail.smtp.writetimeout", LONGEST_WAIT);
        properties.put("mail.smtp.ssl.socketFactory", dialing.trust().getSocketFactory());
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.starttls.enable", String.valueOf(email.startTls()));
        properties.put("mail.smtp.starttls.required", String.valueOf(email.startTls()));
        properties.put("mail.smtp.ssl.enable", String.valueOf(email.port() == Channels.Email.IN_TLS));
        return Session.getInstance(properties);
    }
}
