package dev.drawbridge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            textBlock =
                    """
            See !pic.png!                        # See !new.png!
            See !pic.png|thumbnail!              # See !new.png|thumbnail!
            See !pic.png|width=3,align=left! ok  # See !new.png|width=3,align=left! ok
            See [^pic.png]                       # See [^new.png]
            See [the picture|^pic.png] and on    # See [the picture|^new.png] and on
            !pic.png! and !pic.png|x!            # !new.png! and !new.png|x!
            !other.png! and [^other.png]         # !other.png! and [^other.png]
            A pic.png in words!                  # A pic.png in words!
            Wow!pic.png!                         # Wow!pic.png!
            {code}!pic.png!{code} !pic.png!      # {code}!pic.png!{code} !new.png!
            {noformat}[^pic.png]{noformat}       # {noformat}[^pic.png]{noformat}
            [pic.png]                            # [pic.png]
            !https://x.example/pic.png!          # !https://x.example/pic.png!
            """)
    void onlyReferencesToTheFileAreRenamed(String text, String renamed) {
        assertThat(References.renamed(text, Map.of("pic.png", "new.png"))).isEqualTo(renamed);
    }
}
