package dev.hearth.client.wallet;

import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.JCheckBox;
import javax.swing.JOptionPane;

/** Asks in a window: one check box for each space where the user picks, and nothing is chosen beforehand. */
public final class SwingConsent implements ConsentPrompt {
    /** Makes a prompt; a window is opened for each question. */
    public SwingConsent() {}

    @Override
    public Optional<AppScope> ask(AccessRequest request) {
        List<AppScope> given = new CopyOnWriteArrayList<>();
        try {
            EventQueue.invokeAndWait(() -> show(request).ifPresent(given::add));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The window failed", e.getCause());
        }
        return given.stream().findFirst();
    }

    private static Optional<AppScope> show(AccessRequest request) {
        List<JCheckBox> boxes = new ArrayList<>();
        Object[] content = content(request, boxes);
        int chosen = JOptionPane.showOptionDialog(
                null,
                content,
                "Hearth",
                JOptionPane.DEFAULT_OPTION,
                JOptionPane.QUESTION_MESSAGE,
                null,
                new Object[] {"Allow", "Refuse"},
                "Refuse");
        return chosen == 0 ? answer(request, boxes) : Optional.empty();
    }

    /** The lines, and the boxes or names of the spaces; the boxes are put into {@code boxes} in their order. */
    static Object[] content(AccessRequest request, List<JCheckBox> boxes) {
        List<Object> content = new ArrayList<>(ConsentText.of(request));
        for (KnownSpace space : request.spaces()) {
            JCheckBox box =
                    new JCheckBox(ShownText.of(space.name()) + " (" + space.id().brief() + ")");
            box.putClientProperty("html.disable", true);
            box.setSelected(!request.scope().isForTheUserToPick());
            box.setEnabled(request.scope().isForTheUserToPick());
            boxes.add(box);
            content.add(box);
        }
        return content.toArray();
    }

    static Optional<AppScope> answer(AccessRequest request, List<JCheckBox> boxes) {
        if (!request.scope().isForTheUserToPick()) {
            return Optional.of(request.scope());
        }
        Set<SpaceId> picked = new HashSet<>();
        for (int i = 0; i < boxes.size(); i++) {
            if (boxes.get(i).isSelected()) {
                picked.add(request.spaces().get(i).id());
            }
        }
        return picked.isEmpty() ? Optional.empty() : Optional.of(request.scope().inSpaces(picked));
    }
}
