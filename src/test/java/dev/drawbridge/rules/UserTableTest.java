package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTableTest {

    @Test
    void namesAndAddressesAreFoundWhateverTheirCase() {
        var table = UserTable.read(
                "bridge/users.csv",
                "\uFEFFlocal, remote\r\n# a remark\n\njones, Grace Hopper \n\"smith\",\"ADA@acme.example\"\njones,ghopper\n");

        assertThat(table.local("grace hopper")).contains("jones");
        assertThat(table.local(" ada@ACME.example")).contains("smith");
        assertThat(table.local("ghopper")).contains("jones");
        assertThat(table.local("nobody")).isEmpty();
        assertThat(table.isEmpty()).isFalse();
    }

    @Test
    void aTableWithoutLinesSaysNothing() {
        assertThat(UserTable.read("bridge/users.csv", "local,remote\n").isEmpty())
                .isTrue();
        assertThat(UserTable.read("bridge/users.csv", "").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            textBlock =
                    """
            jones,Grace                                # line 1: must begin with the line 'local,remote'
            local,remote|jones                         # line 2: must be 'local,remote': a user name here, and
            local,remote|jones,                        # line 2: must be 'local,remote': a user name here, and
            local,remote|,Grace                        # line 2: must be 'local,remote': a user name here, and
            local,remote|jones,Hopper,Grace            # line 2: must be 'local,remote': a user name here, and
            local,remote|jones;Grace                   # line 2: must be 'local,remote': a user name here, and
            local,remote|a,Grace|b,Ada|c,GRACE         # line 4: 'GRACE' is already a above
            """)
    void aLineThatCannotBeReadIsNamedWithWhatItShouldBe(String text, String sentence) {
        assertThatThrownBy(() -> UserTable.read("bridge/users.csv", text.replace('|', '\n')))
                .isInstanceOf(RuleBroken.class)
                .extracting(broken -> ((RuleBroken) broken).sentence())
                .asString()
                .startsWith("bridge/users.csv, " + sentence);
    }

    /** A table that says the same twice is no contradiction. */
    @Test
    void theSameLineTwiceIsNoTrouble() {
        assertThat(UserTable.read("bridge/users.csv", "local,remote\na,Grace\na,grace\n")
                        .local("Grace"))
                .contains("a");
    }
}
