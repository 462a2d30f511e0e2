FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
RUN mvn -q -B -ntp -DskipTests package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /drawbridge drawbridge \
    && mkdir -p /drawbridge/data \
    && chown drawbridge /drawbridge/data
WORKDIR /drawbridge
COPY --from=build /build/target/drawbridge.jar ./
COPY routes routes
COPY sync-rules sync-rules
USER 10001
ENV SERVER_ADDRESS=0.0.0.0 DRAWBRIDGE_DATA_DIR=/drawbridge/data
VOLUME /drawbridge/data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200' <&3"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-jar", "drawbridge.jar"]
