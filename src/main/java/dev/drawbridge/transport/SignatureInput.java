package dev.drawbridge.transport;

import dev.drawbridge.transport.Verdict.Reason;
import dev.drawbridge.transport.Verdict.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The field {@code Signature-Input} in the one spelling of our profile; anything else is refused with what differs. */
record SignatureInput(Stamp stamp, String keyId, String parameters) {
    private static final int LONGEST = 1024;
    private static final Pattern FORM = Pattern.compile("([a-z*][a-z0-9_.*-]*)=\\(([^()]*)\\)((?:;[^()]*)?)");
    private static final Pattern PARAMETERS =
            Pattern.compile(";created=(\\d{1,11});nonce=\"([A-Za-z0-9_-]{1,64})\";keyid=\"([A-Za-z0-9_-]{1,64})\"");

    /** Either the parsed input or why it is refused. */
    sealed interface Parsed {}

    record Fits(SignatureInput input) implements Parsed {}

    record Deviates(Refused refused) implements Parsed {}

    static SignatureInput of(Profile profile, Stamp stamp, String keyId) {
        String parameters = profile.list() + ";created=" + stamp.created() + ";nonce=\"" + stamp.nonce() + "\";keyid=\""
                + keyId + "\"";
        return new SignatureInput(stamp, keyId, parameters);
    }

    static Parsed parse(Profile profile, String value) {
        if (value.length() > LONGEST) {
            return deviates(Reason.MALFORMED, "The field Signature-Input is too long.");
        }
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            return deviates(Reason.MALFORMED, "The field Signature-Input is not one signature of our profile.");
        }
        if (!form.group(1).equals(profile.label())) {
            return deviates(Reason.LABEL, "The signature is not labelled '" + profile.label() + "'.");
        }
        String components = form.group(2);
        if (!components.equals(String.join(" ", profile.components()))) {
            return deviates(Reason.COMPONENTS, difference(profile, List.of(components.split(" "))));
        }
        Matcher parameters = PARAMETERS.matcher(form.group(3));
        if (parameters.matches()) {
            Stamp stamp = new Stamp(Long.parseLong(parameters.group(1)), parameters.group(2));
            return new Fits(of(profile, stamp, parameters.group(3)));
        }
        if (form.group(3).contains(";alg=")) {
            return deviates(
                    Reason.ALGORITHM, "The message names an algorithm; between nodes it is Ed25519 and never named.");
        }
        return deviates(Reason.MALFORMED, "The parameters of the signature must be created, nonce and keyid.");
    }

    private static String difference(Profile profile, List<String> components) {
        HashSet<String> missing = new HashSet<>(profile.components());
        components.forEach(missing::remove);
        if (!missing.isEmpty()) {
            return "The signature does not cover "
                    + profile.components().stream()
                            .filter(missing::contains)
                            .findFirst()
                            .orElseThrow() + ".";
        }
        if (new HashSet<>(components).size() < components.size()) {
            return "The signature covers something twice.";
        }
        return profile.components().size() == components.size()
                ? "The signature covers the right things in another order."
                : "The signature covers more than it should.";
    }

    private static Deviates deviates(Reason reason, String sentence) {
        return new Deviates(new Refused(reason, sentence));
    }
}
