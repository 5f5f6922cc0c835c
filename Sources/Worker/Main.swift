@main struct WorkerCommand { static func main() { print("worker") } }
