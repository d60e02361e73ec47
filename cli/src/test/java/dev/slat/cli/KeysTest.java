package dev.slat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeysTest {
    private final StringBuilder heard = new StringBuilder();
    private final Keys keys =
            new Keys(
                    key -> heard.append(key == 1 ? "^A" : "" + (char) key),
                    () -> heard.append("<leave>"),
                    () -> heard.append("<help>"));

    private String press(String text) {
        text.chars().forEach(keys::press);
        return heard.toString();
    }

    @Test
    void givesTheGuestWhatIsItsOwn() {
        assertThat(press("ls x\u0003")).isEqualTo("ls x\u0003");
    }

    @Test
    void leavesAndHelps() {
        assertThat(press("a\u0001xb\u0001hc\u0001Xd")).isEqualTo("a<leave>b<help>c<leave>d");
    }

    @Test
    void sendsThePrefixItself() {
        assertThat(press("\u0001\u0001x")).isEqualTo("^Ax");
    }

    @Test
    void passesOtherPairsOn() {
        assertThat(press("\u0001kx")).isEqualTo("^Akx");
    }
}
