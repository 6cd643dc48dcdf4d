"""What a studio tells who watches over it: Prometheus, an OpenTelemetry collector, a Sentry."""
