package dev.drawbridge.transport;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.InputStream;

/**
 * A peer's call whose body only {@link ServedCall} reads, as far as it wants. Camel would take all of it into memory
 * before anybody has looked at size and signature.
 */
final class UnreadBody extends HttpServletRequestWrapper {
    private static final String BODY = "drawbridge.body";

    UnreadBody(HttpServletRequest request) throws IOException {
        super(request);
        request.setAttribute(BODY, request.getInputStream());
    }

    static InputStream of(HttpServletRequest request) {
        return request.getAttribute(BODY) instanceof InputStream body ? body : InputStream.nullInputStream();
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Nothing();
    }

    private static final class Nothing extends ServletInputStream {
        @Override
        public int read() {
            return -1;
        }

        @Override
        public boolean isFinished() {
            return true;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("The body of a peer's call is read by the one who serves it");
        }
    }
}
