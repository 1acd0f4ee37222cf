package dev.hearth.kube.internal.bundle;

import dev.hearth.base.MalformedException;
import java.util.regex.Pattern;

/** The rule for the name of an app: a label of a host name, since each app is an origin of its own. */
public final class AppName {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    private AppName() {}

    /** Returns {@code name} when it is a label. */
    public static String check(String name) throws MalformedException {
        BundleLimits.APP_NAME.check(name.length());
        if (!LABEL.matcher(name).matches() || name.equals("localhost")) {
            throw new MalformedException("App names are lower-case letters, digits and inner hyphens");
        }
        return name;
    }
}
