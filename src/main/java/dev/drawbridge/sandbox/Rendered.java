package dev.drawbridge.sandbox;

import java.util.regex.Pattern;

/** Wiki markup as safe HTML: paragraphs, line breaks, bold, italics, monospace; the rest stays as it was typed. */
final class Rendered {
    private static final Pattern BOLD = Pattern.compile("(?<![\\w*])\\*(\\S(?:[^*\\n]*\\S)?)\\*(?![\\w*])");
    private static final Pattern ITALIC = Pattern.compile("(?<![\\w_])_(\\S(?:[^_\\n]*\\S)?)_(?![\\w_])");
    private static final Pattern MONO = Pattern.compile("\\{\\{([^}\\n]+)}}");

    private Rendered() {}

    static String html(String text) {
        var html = new StringBuilder();
        for (var paragraph : text.replace("\r\n", "\n").split("\n{2,}")) {
            var words = escape(paragraph.strip());
            words = MONO.matcher(words).replaceAll("<tt>$1</tt>");
            words = BOLD.matcher(words).replaceAll("<b>$1</b>");
            words = ITALIC.matcher(words).replaceAll("<em>$1</em>");
            html.append("<p>").append(words.replace("\n", "<br/>\n")).append("</p>");
        }
        return html.toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
