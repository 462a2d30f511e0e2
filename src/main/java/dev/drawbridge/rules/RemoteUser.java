package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubUser;

/** A person of the partner: another person than a user here who happens to have the same user name. */
final class RemoteUser extends BasicHubUser {
    private static final long serialVersionUID = 1;
}
