import Testing

/// Why the tests of a whole server with scripted workers do not run yet.
enum Waits {
    static let reason: Comment = """
        NOT RUN: scripted workers and short leases race on a loaded machine; ClusterTests cover \
        the server with real processes meanwhile
        """
}
