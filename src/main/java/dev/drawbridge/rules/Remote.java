package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubAttachment;
import com.exalate.basic.domain.hubobject.v1.BasicHubComment;
import com.exalate.basic.domain.hubobject.v1.BasicHubUser;
import com.exalate.basic.domain.hubobject.v1.BasicHubWorkLog;

/** Something of the partner: its numbers and names are those of the partner's Jira, and mean something else here. */
interface Remote {

    /** A person of the partner: another one than a user here who happens to have the same user name. */
    final class User extends BasicHubUser implements Remote {
        private static final long serialVersionUID = 1;
    }

    /** A comment as the partner said it. */
    final class Comment extends BasicHubComment implements Remote {
        private static final long serialVersionUID = 1;
    }

    /** An attachment as the partner said it. */
    final class Attachment extends BasicHubAttachment implements Remote {
        private static final long serialVersionUID = 1;
    }

    /** A worklog as the partner said it. */
    final class WorkLog extends BasicHubWorkLog implements Remote {
        private static final long serialVersionUID = 1;
    }
}
