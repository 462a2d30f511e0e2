package planted.border.left;

import planted.border.right.Right;

/** Uses what its module may not use. */
public class Left {
    public Right over() {
        return new Right();
    }
}
