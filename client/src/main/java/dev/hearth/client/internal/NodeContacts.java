package dev.hearth.client.internal;

import dev.hearth.base.IdentityId;
import dev.hearth.base.Subscription;
import dev.hearth.client.Contact;
import dev.hearth.client.Contacts;
import dev.hearth.halo.SafetyNumber;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The contacts of a client, whichever host acts for its identity at the time. Thread-safe. */
record NodeContacts(Node node) implements Contacts {
    private ContactBook book() {
        return node.hostOfIdentity().contacts();
    }

    @Override
    public List<Contact> list() {
        return people().stream().filter(Contact::isContact).toList();
    }

    @Override
    public List<Contact> people() {
        return book().people();
    }

    @Override
    public Optional<Contact> find(IdentityId person) {
        return book().find(person);
    }

    @Override
    public Contact add(IdentityId person) {
        return book().add(person);
    }

    @Override
    public Contact add(String card) {
        return book().add(card);
    }

    @Override
    public Contact rename(IdentityId person, String name) {
        return book().rename(person, name);
    }

    @Override
    public Contact note(IdentityId person, String text) {
        return book().note(person, text);
    }

    @Override
    public void remove(IdentityId person) {
        book().remove(person);
    }

    @Override
    public SafetyNumber safetyNumber(IdentityId person) {
        return book().safetyNumber(person);
    }

    @Override
    public Contact verify(IdentityId person, String typed) {
        return book().verify(person, typed);
    }

    @Override
    public String card() {
        return book().card();
    }

    @Override
    public Subscription onChange(Executor executor, Consumer<Contact> listener) {
        return book().onChange(executor, listener);
    }
}
