package dev.hearth.client.internal.wallet;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.client.wallet.AccessRequest;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.ConsentPrompt;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Puts one question after the other to the user, and few in all. Thread-safe. */
final class WalletPrompts {
    /** Questions that wait at a time, the one that is shown included; one for each application. */
    static final int MAX_WAITING = 8;

    /** How long the user has for an answer, from when the application asked. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ConsentPrompt prompt;
    private final SerialExecutor turns;
    private final Duration patience;
    private final Set<DeviceId> waiting = new HashSet<>(); // guarded by itself

    WalletPrompts(ConsentPrompt prompt, Seams seams, Duration patience) {
        this.prompt = prompt;
        this.turns = seams.serial("hearth-wallet-prompts");
        this.patience = patience;
    }

    /** Returns what the user gives; throws WALLET_REFUSED when the user gives nothing, or can't be asked. */
    AppScope ask(AccessRequest request) {
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING || !waiting.add(request.app())) {
                throw RefusalReason.QUESTIONS_WAIT.refused();
            }
        }
        try {
            CompletableFuture<Optional<AppScope>> answer = new CompletableFuture<>();
            turns.execute(() -> answerInto(answer, request));
            AppScope given = await(answer).orElseThrow(RefusalReason.USER_REFUSED::refused);
            if (!given.isWithin(request.scope()) || given.isForTheUserToPick()) {
                throw RefusalReason.PROMPT_EXCEEDED.refused();
            }
            return given;
        } finally {
            synchronized (waiting) {
                waiting.remove(request.app());
            }
        }
    }

    /** A question that nobody waits for any more is not shown. */
    private void answerInto(CompletableFuture<Optional<AppScope>> answer, AccessRequest request) {
        if (answer.isDone()) {
            return;
        }
        try {
            answer.complete(prompt.ask(request));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private Optional<AppScope> await(CompletableFuture<Optional<AppScope>> answer) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw RefusalReason.USER_SILENT.refused();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(false);
            throw RefusalReason.WALLET_CLOSED.refused();
        } catch (ExecutionException e) {
            throw RefusalReason.PROMPT_FAILED.refused(e);
        }
    }
}
