package dev.hearth.base;

/** All that a {@link HearthException} can be about. Names are stable; {@code docs/errors.md} lists them. */
public enum ErrorCode {
    /** The data folder is in use. */
    DATA_LOCKED(
            "The data folder is in use by another process.",
            "One process at a time may write a data folder.",
            "Close the process named in the details, or open another folder."),
    /** The disk is full. */
    DISK_FULL(
            "The disk has no room for the write.",
            "The file system that holds the data folder is full.",
            "Free some space, then open the folder again; nothing that was acknowledged is lost."),
    /** The data folder could not be read or written. */
    STORAGE_FAILED(
            "The data folder can't be read or written.",
            "The operating system refused the access, or the disk failed.",
            "Check the path, its permissions and the disk."),
    /** A file that was named is not there. */
    FILE_UNKNOWN(
            "There is no such file or folder.",
            "Its path was mistyped, it was moved, or its path is meant from another folder.",
            "Check the path in the details."),
    /** A file that was named could not be read or written. */
    FILE_FAILED(
            "The file can't be read or written.",
            "The operating system refused the access, it is a folder, or the disk failed.",
            "Check the file in the details, its permissions and the disk."),
    /** Stored bytes do not match their checksum or their key. */
    STORAGE_CORRUPT(
            "Stored data does not match its checksum.",
            "The file was changed outside Hearth, or the disk failed.",
            "Restore a backup, or join the space again from another device."),
    /** Stored by a later version. */
    FORMAT_UNKNOWN(
            "The data was written in a format that this version does not know.",
            "A later version of Hearth wrote it.",
            "Update Hearth."),
    /** The passphrase does not open the keychain. */
    WRONG_PASSPHRASE(
            "The passphrase or key does not open the keychain.",
            "It differs from the one that was set, or the keychain file was changed.",
            "Try again, or use another slot; without one the keys can't be read by anyone."),
    /** Its secrets are not in memory. */
    KEYCHAIN_LOCKED(
            "The keychain is locked.",
            "Nothing that was given opens it, or it was locked, by hand or because it was idle.",
            "Unlock it by one of its slots: hearth keychain slots lists them."),
    /** An older keychain file was put back. */
    KEYCHAIN_OLDER(
            "The keychain is older than the one that was here before.",
            "Somebody put an earlier file back, which a key that was changed or removed since may open.",
            "Put the newer file back. If you restored the older one yourself: hearth keychain accept."),
    /** No such slot. */
    SLOT_UNKNOWN(
            "No such slot in this keychain.",
            "It was never added, or was removed.",
            "List the slots: hearth keychain slots."),
    /** A keychain needs a way in. */
    LAST_SLOT(
            "The last slot of a keychain can't be removed.",
            "Nothing would open the keychain any more.",
            "Add another slot first: hearth keychain add."),
    /** The operating system's keyring does not do it. */
    KEYRING_UNAVAILABLE(
            "The operating system's keyring can't be used.",
            "There is none here, it is locked, or its user refused.",
            "See the reason in the details, or open the keychain by another slot."),
    /** The recovery key does not parse. */
    RECOVERY_KEY_MALFORMED(
            "This is not a complete recovery key.",
            "A character is missing or was mistaken for another.",
            "Compare it with what was written down, group by group."),
    /** The root key was changed after the words were written. */
    RECOVERY_WORDS_OUTDATED(
            "These recovery words are not in force any more.",
            "The identity was given new ones after they were written down.",
            "Use the newest words."),
    /** The root key is on paper alone. */
    RECOVERY_WORDS_AWAY(
            "The recovery words are not on this device.",
            "They were put away once they had been written down, or another device has them.",
            "Use the paper, or show them on the device where the identity was made."),
    /** No wallet serves. */
    WALLET_UNREACHABLE(
            "No wallet answers on this machine.",
            "None is running, or it did not answer in time.",
            "Start it: hearth wallet serve. The spaces that the application has go on without."),
    /** The wallet does not give it. */
    WALLET_REFUSED(
            "The wallet did not grant it.",
            "Its user refused or did not answer, or the application's grant does not reach so far.",
            "See the reason in the details, and ask for what the user wants to give."),
    /** The grant is over. */
    WALLET_ACCESS_ENDED(
            "The application's access has ended.",
            "The user revoked it, it has expired, or its device was taken out of the space.",
            "Ask the wallet again from an empty data folder: an application's key that has ended does not come back."),
    /** Another wallet serves there. */
    WALLET_TAKEN(
            "Another wallet serves at this socket.",
            "One process at a time is the wallet of a user.",
            "Use the one that runs, or choose another socket."),
    /** The socket's place is not safe. */
    WALLET_UNSAFE(
            "The wallet's socket can't be used safely.",
            "Its folder must be the user's own, closed to others, and each side of the socket the same user.",
            "See the rule in the details, and choose another place for the socket."),
    /** No grant of that name or key. */
    WALLET_APP_UNKNOWN(
            "The wallet has granted nothing to such an application.",
            "The name or the key was mistyped, or the application never asked, or its user refused.",
            "List them: hearth wallet list."),
    /** A word is none of the list. */
    RECOVERY_WORD_UNKNOWN(
            "This is not a word that a recovery phrase or share can have.",
            "It was mistyped or misread.",
            "Look at the word at the position in the details; the closest words that there are stand beside it."),
    /** There are too few or too many words. */
    RECOVERY_WORDS_INCOMPLETE(
            "This is not the number of words that a recovery phrase or share has.",
            "A word was left out or written twice, or one thing was taken for the other.",
            "Compare with what was written down; how many words are expected is in the details."),
    /** The checksum of the words is another. */
    RECOVERY_WORDS_WRONG(
            "The words do not belong together.",
            "One of them is another one of the list, or two changed places: their checksum does not fit.",
            "Compare each word, and the order, with what was written down."),
    /** The words of a share say what no share can be. */
    SHARE_MALFORMED(
            "This is not a share that can be used.",
            "Its words belong together, but something else than Hearth made them, or it is a share of another kind of secret.",
            "See the rule in the details, and use the shares of the recovery phrase."),
    /** There are fewer shares than it takes. */
    SHARES_MISSING(
            "There are not enough shares.",
            "It takes as many shares as were chosen when the phrase was split.",
            "Ask further guardians; how many shares are missing is in the details."),
    /** A share is of another set. */
    SHARE_FOREIGN(
            "A share does not belong to the others.",
            "It is of another phrase, or of the same one split at another time.",
            "Leave out the shares named in the details, or ask their keepers for the ones of this set."),
    /** The same share twice. */
    SHARE_TWICE(
            "The same share was given twice.",
            "Two of the shares have the same number in the set.",
            "Leave one of those named in the details out, and add another share."),
    /** A share was changed. */
    SHARES_WRONG(
            "The shares do not yield the phrase that was split.",
            "One of them was changed, by its keeper or on the way, so that its own words still belong together.",
            "Leave out the shares named in the details; where it is one of several, add another share, and the wrong one is named."),
    /** A sealed share does not open here. */
    SHARE_UNREADABLE(
            "This share can't be opened here.",
            "It is sealed to another device, or it was changed.",
            "Open it on the guardian's device named in the details, or ask its owner for a new one."),
    /** A guardian's client waits before it gives a share out. */
    SHARE_HELD(
            "This share is not released yet.",
            "Its owner is given some days to forbid it, in case a thief asks for it.",
            "Ask again after the time in the details."),
    /** The owner forbids a share to be given out. */
    SHARE_VETOED(
            "The owner of this share forbids its release.",
            "A device of the owner said so: somebody else may have asked for it.",
            "Talk to the owner in person. After the time in the details the share can be asked for anew."),
    /** There is no such request for a share. */
    SHARE_UNASKED(
            "No guardian was asked for that share.",
            "The request is not in a space of this client, or its id was mistyped.",
            "Look at the requests, and take the id from there."),
    /** The other device's user said no. */
    DEVICE_DECLINED(
            "The other device did not let this one in.",
            "Its user said no, or did not see the same emoji.",
            "Make another invitation, and compare the emoji on both devices."),
    /** The own user said no. */
    COMPARISON_DECLINED(
            "This device's own user said no.",
            "The emoji were declined here, or nobody answered in time.",
            "Make another invitation, and say yes once both devices show the same emoji."),
    /** No such device. */
    DEVICE_UNKNOWN(
            "No such device of this identity.",
            "It never belonged to the identity, or was revoked.",
            "List them: hearth device list."),
    /** There is no identity yet. */
    NO_IDENTITY(
            "This data folder has no identity yet.",
            "Spaces are shared and joined in the name of an identity.",
            "Create one: hearth identity create NAME."),
    /** There is no data folder of that name. */
    IDENTITY_UNKNOWN(
            "No such identity in this installation.",
            "It was never created here.",
            "List them: hearth identity list. Or create it: hearth identity create NAME --identity LABEL."),
    /** There is an identity already. */
    IDENTITY_EXISTS(
            "This data folder already has an identity.",
            "A data folder holds one identity.",
            "Use it, or create another beside it: hearth identity create NAME --identity LABEL."),
    /** No such space here. */
    SPACE_UNKNOWN(
            "No such space in this data folder.",
            "It was never created or joined here.",
            "List the spaces: hearth space list. Into another one a member invites you."),
    /** The space has ended. */
    SPACE_DELETED(
            "The space was deleted.",
            "Its owner deleted it for all members.",
            "Read the copy that is here, or forget it: hearth space forget SPACE."),
    /** The owner of a space can't leave it. */
    OWNER_STAYS(
            "The owner can't leave the space.",
            "A space has an owner as long as it exists.",
            "Make another member the owner first, or delete the space."),
    /** The space belongs to one identity alone. */
    SPACE_PERSONAL(
            "The personal space can't be shared, left or deleted.",
            "It belongs to the identity of this data folder alone.",
            "Create another space for what others take part in."),
    /** No such member. */
    MEMBER_UNKNOWN(
            "No such member in this space.",
            "It was never admitted, has left, or was removed.",
            "List the members: hearth member list SPACE."),
    /** No block of the device is withheld. */
    NOTHING_WITHHELD(
            "No such blocks of this device are withheld.",
            "They count already, or never arrived here.",
            "List what is withheld: hearth member withheld SPACE."),
    /** The space is in use here. */
    SPACE_OPEN(
            "The space is open in this data folder.",
            "A backup takes the place of a space that was lost or closed, never of one in use.",
            "Close the space first, or restore into another data folder of the same keychain."),
    /** A restored space awaits word of its own former blocks. */
    SPACE_UNCONFIRMED(
            "The space was restored and is not written to yet.",
            "What this device wrote after the backup may be known to others, and must not be written differently.",
            "Connect to a member, or confirm that there is no other copy: hearth space confirm SPACE."),
    /** No such object. */
    OBJECT_UNKNOWN(
            "No such object in this space.",
            "It was never created, was deleted, or has not arrived yet.",
            "Check the id, or wait until the space has synced."),
    /** The reference leads out of the space. */
    SPACE_MISMATCH(
            "The object lives in another space.",
            "A reference names the space of its object, and a database knows the objects of its own space only.",
            "Ask the space named in the details, or let the client find it: client.spaces().find(reference)."),
    /** The object has another type or the value does not fit. */
    SCHEMA_MISMATCH(
            "The value does not fit the schema.",
            "A field has another type than the schema says, or breaks one of its rules.",
            "See the field and the rule named in the details."),
    /** Another object has the key. */
    DUPLICATE_KEY(
            "Another object has the same values in a unique index.",
            "The type declares that these values are of one object alone.",
            "Use the object named in the details, or choose other values."),
    /** The role does not allow it. */
    NOT_PERMITTED(
            "Your role in this space does not allow this.",
            "Readers can't write, and writers can't admit members.",
            "Ask an owner or admin of the space for another role."),
    /** A relay holds no content that it could show. */
    NOT_READABLE(
            "This device can't read the space.",
            "It is a relay's: it stores and passes on what it has no key for.",
            "Read it on another member's device, or ask an owner or admin for a role that reads."),
    /** A member has no key that the space's secrets can be sealed to. */
    KEY_MISSING(
            "The identity has no key for a post-quantum space.",
            "It was created by an earlier version of Hearth, or what it shows as its key is none.",
            "Share a space that is not post-quantum, or create a new identity."),
    /** The invitation link does not parse. */
    INVITATION_MALFORMED(
            "This is not a complete invitation link.",
            "A part is missing or was changed.",
            "Copy the whole link again."),
    /** The link is for something else. */
    LINK_OF_ANOTHER_KIND(
            "This link is for something else.",
            "A link to a space, one for a device, a contact card and a safety number are each taken by a command of their own.",
            "Use the link with the command in the details."),
    /** The invitation is past its time. */
    INVITATION_EXPIRED(
            "The invitation has expired.", "Invitations are valid for a limited time.", "Ask for a new one."),
    /** The invitation is used, or burnt. */
    INVITATION_SPENT(
            "The invitation can't be used any more.",
            "It was used as often as it may be, or too many wrong codes were tried.",
            "Ask for a new one."),
    /** Somebody took the invitation back. */
    INVITATION_CANCELLED("The invitation was cancelled.", "A member of the space took it back.", "Ask for a new one."),
    /** A member said no. */
    INVITATION_DECLINED(
            "The request to join was declined.",
            "A member of the space looked at who asks, and said no.",
            "Talk to whoever invited you."),
    /** The invitation is for another identity. */
    INVITATION_NOT_FOR_YOU(
            "The invitation is for somebody else.",
            "It names the one identity that may use it, and this is another.",
            "Use it with the identity that was invited, or ask for one of your own."),
    /** Too many guests wait. */
    INVITATION_BUSY(
            "Too many wait for approval by this invitation.",
            "A host keeps a limited number of requests.",
            "Try again later, or ask for an invitation of your own."),
    /** No such invitation here. */
    INVITATION_UNKNOWN(
            "No such invitation, or nobody of that name asks to join.",
            "It was never made, is over, or its guest was let in or turned down already.",
            "List them: hearth invite list SPACE, hearth invite requests SPACE. Devices: hearth device invite."),
    /** The link needs a code. */
    CODE_NEEDED(
            "This invitation needs a code besides the link.",
            "Its link alone admits nobody.",
            "Ask the inviter for the code, and join with both."),
    /** The code is none. */
    CODE_MALFORMED(
            "This is not a complete code.",
            "A code has eight digits.",
            "Ask the inviter to read it again, and type all eight; no attempt was used up."),
    /** The code is wrong. */
    CODE_WRONG(
            "The code does not belong to this invitation.",
            "It was mistyped, or somebody is in the middle of the connection.",
            "Ask the inviter to read the code again; the attempts left are in the details."),
    /** A credential or presentation does not count. */
    CREDENTIAL_REFUSED(
            "The credential does not count.",
            "It is not what it claims to be, is past its time, or was made for somebody else.",
            "See the reason in the details, and ask who issued or presented it for a new one."),
    /** The inviter did not answer in time. */
    INVITER_UNREACHABLE(
            "The inviter can't be reached.",
            "An invitation by code needs the inviter to be online, one by link a member who may admit.",
            "Ask the inviter, or another member, to open the space, then try again."),
    /** No transport connects. */
    PEER_UNREACHABLE(
            "The peer can't be reached.",
            "No transport between the two devices carries.",
            "Run hearth doctor on both sides."),
    /** The signal server does not answer. */
    SIGNAL_UNREACHABLE(
            "The signal server can't be reached.",
            "It is down, or the address is wrong.",
            "Check the address; peers that are connected stay connected."),
    /** It would be reached without TLS. */
    SIGNAL_PLAIN(
            "The signal server would be reached without encryption.",
            "Its address begins with ws:// and is not of this machine: the network between would see which devices meet.",
            "Use its wss:// address. In a network that you trust: --plain-signals, or plainSignals(true) in the options."),
    /** Its certificate does not count. */
    SIGNAL_UNTRUSTED(
            "The signal server's certificate is not trusted.",
            "It is for another name, out of date, or of an issuer that nobody here trusts; the details say which.",
            "Check the address. If the server has a certificate of its own: --trust FILE, with that certificate."),
    /** A certificate or key can't be read. */
    CERTIFICATE_UNREADABLE(
            "The certificate or its key can't be read.",
            "The file is missing, or holds something else than PEM of certificates, or of a key without passphrase.",
            "Check the file named in the details."),
    /** The port is taken. */
    PORT_BUSY(
            "The port is in use by another process.",
            "Only one process can listen on a port.",
            "Stop the other process, or choose another port; 0 takes any free one."),
    /** The address can't be listened on. */
    LISTEN_FAILED(
            "The address can't be listened on.",
            "It is no address of this machine, or the port needs more rights.",
            "Choose another address or port."),
    /** A native library is missing or can't be loaded. */
    NATIVE_UNAVAILABLE(
            "A native library can't be loaded.",
            "It is missing for this platform, or a library that it needs is.",
            "Run hearth doctor; without WebRTC the other transports are used."),
    /** The bundle breaks its format or its signature. */
    BUNDLE_REFUSED(
            "The bundle is refused.",
            "A path, a hash or the signature in it is wrong.",
            "Pack and publish it again from a folder that you trust."),
    /** No such app or release. */
    APP_UNKNOWN(
            "No such app or release on this node.",
            "It was never published here, or there is no earlier release to return to.",
            "List the apps: hearth kube status."),
    /** A part of a blob is not here. */
    BLOB_UNAVAILABLE(
            "A part of the blob is not on this device.",
            "No connected device brought it in time.",
            "Connect a device that has it, then try again; the reason is in the details."),
    /** The version lies before what is kept of the history. */
    HISTORY_DROPPED(
            "This version is not kept any more.",
            "The space was compacted, and what came before is gone from this device.",
            "Ask for a later version; the one that the history begins with is in the details."),
    /** The state of another device is being taken over. */
    STILL_FETCHING(
            "The space can't be written to yet.",
            "This device has nothing of the space yet, or takes over a state instead of blocks that are gone or older than its admission.",
            "Stay connected, and try again when the status tells that nothing is missing."),
    /** It did not finish in time. */
    TIMED_OUT(
            "It did not finish in time.",
            "The other side is slow, offline or gone.",
            "Try again; hearth status tells who is connected."),
    /** A contact card is none. */
    CONTACT_MALFORMED(
            "This is not a contact card that counts.",
            "A part is missing or was changed, or it names what a card may not name.",
            "Ask for the card again, and copy or scan the whole of it."),
    /** Nobody of that id was met or is kept as a contact. */
    CONTACT_UNKNOWN(
            "Nobody of that id is known here.",
            "This identity shares no open space with it, and does not keep it as a contact.",
            "Take in its contact card, or join a space that it is a member of."),
    /** A safety number is none. */
    SAFETY_NUMBER_MALFORMED(
            "This is not a complete safety number.",
            "A safety number has sixty digits, in twelve groups of five.",
            "Type all that the other side reads out, or scan it; how many digits were given is in the details."),
    /** A safety number is another one. */
    SAFETY_NUMBER_DIFFERS(
            "The safety numbers are not the same.",
            "A digit was mistyped, one of you has not heard of a changed root key yet, or somebody is posing as the other.",
            "Compare them again while you are together; if they still differ, share nothing with that identity."),
    /** The input breaks its format. */
    INPUT_MALFORMED(
            "The input breaks its format.",
            "A file or an argument is not what its name says.",
            "See the rule named in the details."),
    /** It was closed. */
    CLOSED("It was closed.", "The client, space or session was closed before or during the call.", "Open it again."),
    /** An invariant broke. */
    INTERNAL(
            "An invariant of Hearth was broken; the space concerned is stopped.",
            "This is a defect of Hearth.",
            "Report it with the first cause in the details.");

    private final String what;
    private final String why;
    private final String remedy;

    ErrorCode(String what, String why, String remedy) {
        this.what = what;
        this.why = why;
        this.remedy = remedy;
    }

    /** Returns what happened, a fixed sentence. */
    public String what() {
        return what;
    }

    /** Returns why, a fixed sentence. */
    public String why() {
        return why;
    }

    /** Returns what to do, a fixed sentence. */
    public String remedy() {
        return remedy;
    }
}
