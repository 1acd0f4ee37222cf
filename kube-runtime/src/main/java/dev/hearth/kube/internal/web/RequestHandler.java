package dev.hearth.kube.internal.web;

import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after another: files at once, whatever reads a space on a thread that may
 * block, while the connection waits.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends its connection
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
    private static final String DATA = "_hearth/";

    private final Hosted hosted;
    private long since;
    private boolean streaming;

    RequestHandler(Hosted hosted) {
        this.hosted = hosted;
    }

    /** What all connections share. */
    record Hosted(
            HostHeader hosts,
            Supplier<Routes> routes,
            NodePages node,
            WebOptions options,
            WebMetrics metrics,
            Seams seams) {}

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (streaming) {
            context.close();
            return;
        }
        since = hosted.seams().nanoTime();
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (request.decoderResult().isFailure()) {
            respond(context, Responses.text(HttpResponseStatus.BAD_REQUEST, "Not a well-formed request"), false);
            return;
        }
        Optional<HostHeader.Addressee> addressee = hosted.hosts().read(request.headers());
        if (addressee.isEmpty()) {
            respond(context, Responses.text(HttpResponseStatus.MISDIRECTED_REQUEST, "No such host here"), false);
            return;
        }
        try {
            Target target = Target.parse(request.uri());
            Optional<String> app = addressee.get().app();
            if (app.isEmpty()) {
                node(context, request, target, keepAlive);
            } else {
                app(context, request, target, app.get());
            }
        } catch (MalformedException e) {
            respond(context, Responses.text(HttpResponseStatus.BAD_REQUEST, "" + e.getMessage()), false);
        }
    }

    private void app(ChannelHandlerContext context, FullHttpRequest request, Target target, String app) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        Site site = hosted.routes().get().sites().get(app);
        if (site == null) {
            respond(context, Responses.text(HttpResponseStatus.NOT_FOUND, "No such app on this node"), keepAlive);
        } else if (!isRead(request.method())) {
            FullHttpResponse refused = Responses.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD");
            refused.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            respond(context, refused, keepAlive);
        } else if (request.content().isReadable()) {
            respond(context, Responses.text(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "No body here"), false);
        } else if (target.path().startsWith(DATA)) {
            data(context, request, target, site);
        } else {
            respond(context, file(request, target, site), keepAlive);
        }
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static FullHttpResponse file(FullHttpRequest request, Target target, Site site) {
        if (site.isFolder(target.path())) {
            return Responses.redirect("/" + escaped(target.path()) + "/");
        }
        return site.find(target.path(), isNavigation(request.headers()))
                .map(asset -> Responses.file(request, asset))
                .orElseGet(() -> Responses.text(HttpResponseStatus.NOT_FOUND, "Not found"));
    }

    private static String escaped(String path) {
        try {
            return new java.net.URI(null, null, "/" + path, null).getRawPath().substring(1);
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException("A path with a leading slash is a URI", e);
        }
    }

    private static boolean isNavigation(HttpHeaders headers) {
        String mode = headers.get("sec-fetch-mode");
        return mode == null ? headers.get(HttpHeaderNames.ACCEPT, "").contains("text/html") : mode.equals("navigate");
    }

    private void data(ChannelHandlerContext context, FullHttpRequest request, Target target, Site site) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        String from = request.headers().get("sec-fetch-site", "same-origin");
        if (!from.equals("same-origin") && !from.equals("none")) {
            respond(context, Responses.text(HttpResponseStatus.FORBIDDEN, "Only pages of this app"), keepAlive);
            return;
        }
        String type = target.parameters().getOrDefault("type", "");
        if (target.path().equals("_hearth/objects") && site.data(type).isPresent()) {
            SpaceData data = site.data(type).get();
            later(context, keepAlive, () -> WebAnswer.json(200, data.objects(type)));
        } else if (target.path().equals("_hearth/objects")) {
            respond(
                    context,
                    Responses.text(HttpResponseStatus.FORBIDDEN, "The app does not say that it reads this type"),
                    keepAlive);
        } else if (target.path().equals("_hearth/events") && site.data().isPresent()) {
            events(context, site.data().get());
        } else {
            respond(context, Responses.text(HttpResponseStatus.NOT_FOUND, "Not found"), keepAlive);
        }
    }

    private void events(ChannelHandlerContext context, SpaceData data) {
        if (hosted.metrics().eventStreams.get() >= hosted.options().eventStreams()) {
            respond(context, Responses.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many event streams"), false);
            return;
        }
        streaming = true;
        hosted.metrics().requests.increment();
        EventStream.open(context, data, hosted.metrics());
    }

    private void node(ChannelHandlerContext context, FullHttpRequest request, Target target, boolean keepAlive) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(each -> headers.putIfAbsent(each.getKey().toLowerCase(Locale.ROOT), each.getValue()));
        WebRequest asked = new WebRequest(
                request.method().name(),
                "/" + target.path(),
                headers,
                request.content().toString(StandardCharsets.UTF_8));
        later(context, keepAlive, () -> hosted.node().answer(asked));
    }

    /** Answers from a thread that may block; what the connection sends meanwhile waits. */
    private void later(ChannelHandlerContext context, boolean keepAlive, Supplier<WebAnswer> work) {
        context.channel().config().setAutoRead(false);
        hosted.seams().blocking().execute(() -> {
            WebAnswer answer = answer(work);
            context.executor().execute(() -> {
                respond(context, Responses.of(answer), keepAlive);
                context.channel().config().setAutoRead(true);
            });
        });
    }

    private static WebAnswer answer(Supplier<WebAnswer> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            LOG.warn("A request failed", e);
            return WebAnswer.text(500, "The request failed; the log says why");
        }
    }

    private void respond(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        WebMetrics metrics = hosted.metrics();
        metrics.requests.increment();
        metrics.bytes.add(response.content().readableBytes());
        if (response.status().code() >= 500) {
            metrics.failed.increment();
        } else if (response.status().code() >= 400) {
            metrics.refused.increment();
        }
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        metrics.seconds.record(hosted.seams().nanoTime() - since);
        ChannelFuture written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A connection ended", cause);
        context.close();
    }
}
