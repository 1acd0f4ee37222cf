package dev.hearth.kube.bench;

/**
 * How long a wallet takes, in microseconds that passed.
 *
 * @param bareUs median of the signature alone, in the wallet's own process
 * @param roundTripUs median of a proof that an application asks for over the socket, as it is checked and logged
 * @param slowUs below which 99 of 100 of those are
 * @param ownUs median of a signature by the key of an application that was let into a space: no wallet is asked
 */
public record WalletResult(double bareUs, double roundTripUs, double slowUs, double ownUs) {}
