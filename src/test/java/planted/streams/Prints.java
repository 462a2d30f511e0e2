package planted.streams;

/** Speaks past the log. */
public class Prints {
    public void speak() {
        System.out.println("hello");
    }
}
