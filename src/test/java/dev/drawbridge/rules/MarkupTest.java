package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            textBlock =
                    """
            {html}<script>x</script>{html}      # \\{html}<script>x</script>\\{html}
            {HTML:output=html}x{HTML}           # \\{HTML:output=html}x\\{HTML}
            {include:SECRET}                    # \\{include:SECRET}
            a {iframe:src=http://x} b           # a \\{iframe:src=http://x} b
            \\{html}                            # \\{html}
            \\\\{html}                          # \\\\\\{html}
            !http://evil.example/p.png!         # [http://evil.example/p.png]
            !https://x.example/p.png|width=1!   # [https://x.example/p.png]
            !//x.example/p.png!                 # [//x.example/p.png]
            !file:///etc/passwd!                # \\!file:///etc/passwd!
            !data:image/png;base64,AAAA!        # \\!data:image/png;base64,AAAA!
            [go|javascript:alert(1)]            # go
            [javascript:alert(1)]               # \\[javascript:alert(1)]
            [go| JavaScript :alert(1)]          # go
            [go|vbscript:x|tip]                 # [go|vbscript:x|tip]
            [run|file:///c:/x.exe]              # run
            {code}{html}{code} {html}           # {code}{html}{code} \\{html}
            {code}{html}                        # {code}\\{html}
            {noformat}!http://x/y.png!{noformat}# {noformat}!http://x/y.png!{noformat}
            """)
    void whatCouldRunIncludeOrCallHomeIsShownAsText(String text, String shown) {
        assertThat(Markup.safe(text)).isEqualTo(shown);
    }

    /** The control: ordinary markup is not touched, or everything above would be no feat. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*bold* _it_ h1. Title {color:red}x{color} {quote}q{quote} {panel:title=a}p{panel}",
                "!picture.png! !picture.png|thumbnail!",
                "[^file.txt] [~ada] [ok|https://acme.example/a?b=c] [mail|mailto:x@y.example] [#anchor]",
                "{code:java}int x = 1;{code}",
                "Wow! Really? Yes! 10!",
                "a:b [1] {htmlish}"
            })
    void ordinaryMarkupStaysAsItIs(String text) {
        assertThat(Markup.safe(text)).isEqualTo(text);
    }
}
