package dev.hearth.kube.cli;

import dev.hearth.client.ClientOptions;
import dev.hearth.client.JoinState;

/** How far it is with joining, for who waits before a screen. */
final class JoinProgress {
    private JoinProgress() {}

    static String line(JoinState state) {
        return switch (state) {
            case CONNECTING ->
                "looking for who lets you in, for up to "
                        + ClientOptions.defaults().joinTimeout().toSeconds() + " seconds";
            case PROVING -> "found, showing the invitation";
            case WAITING_FOR_APPROVAL -> "waiting for approval";
            case COMPARING -> "the code is right";
            case FETCHING -> "let in, fetching what there is";
        };
    }
}
