package dev.hearth.kube.internal.web;

import dev.hearth.kube.internal.metrics.Counter;
import dev.hearth.kube.internal.metrics.Histogram;
import dev.hearth.kube.internal.metrics.Metrics;
import java.util.concurrent.atomic.AtomicInteger;

/** What the HTTP host counts. Thread-safe. */
final class WebMetrics {
    final Counter requests;
    final Counter refused;
    final Counter failed;
    final Counter bytes;
    final Counter turnedAway;
    final Histogram seconds;
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger eventStreams = new AtomicInteger();

    WebMetrics(Metrics metrics) {
        requests = metrics.counter("hearth_http_requests_total", "Requests answered.");
        refused =
                metrics.counter("hearth_http_client_errors_total", "Requests answered with a status from 400 to 499.");
        failed = metrics.counter("hearth_http_server_errors_total", "Requests answered with a status from 500.");
        bytes = metrics.counter("hearth_http_body_bytes_total", "Bytes of bodies sent.");
        turnedAway = metrics.counter("hearth_http_connections_refused_total", "Connections over the limit.");
        seconds = metrics.histogram("hearth_http_request_seconds", "Time from a whole request to its response.");
        metrics.gauge("hearth_http_connections", "Connections open now.", connections::get);
        metrics.gauge("hearth_http_event_streams", "Event streams open now.", eventStreams::get);
    }
}
