internal import Core
internal import Foundation
internal import Logging
internal import Wire
internal import WireMessages

/// What a worker has of the sweep that it is in.
struct Joined: Sendable {
    let welcome: WireWelcome
    let matcher: Matcher
    let lists: [ListCache.Held]
}

/// How a worker gets into a sweep: it says hello until it is welcome, and gets the hash lists.
struct Greeting: Sendable {
    /// The longest pause between two greetings.
    static let pauseMax = Duration.seconds(5)

    /// The longest wait for a message: a request to stop is heard within it.
    static let tick = Duration.milliseconds(250)

    /// The first pause where nothing could be sent: a handshake takes a few milliseconds.
    static let knock = Duration.milliseconds(5)

    let channel: Channel
    let laneCount: Int
    let lists: ListCache
    let stop: StopRequest
    let log: Logger
    /// Where people are told things.
    let say: @Sendable (String) -> Void

    /// Introduces the worker and gets the lists, from the beginning if the coordinator is started
    /// anew meanwhile; `nil` if there is nothing to do.
    func join(_ notice: SilenceNotice) async throws -> Joined? {
        while var welcome = try await sayHello(notice) {
            do {
                let (matcher, held) = try await matcher(of: &welcome)
                return Joined(welcome: welcome, matcher: matcher, lists: held)
            } catch SessionError.forgotten {
                continue
            } catch SessionError.over {
                return nil
            } catch SessionError.stopped {
                _ = try await channel.send(.bye(WireBye()))
                return nil
            }
        }
        return nil
    }

    /// Introduces the worker until it is welcome; `nil` if a stop was requested before.
    private func sayHello(_ notice: SilenceNotice) async throws -> WireWelcome? {
        var notice = notice
        var pause = Greeting.tick
        var knock = Greeting.knock
        let hello = WireHello(lanes: laneCount, held: [])
        while !stop.isRequested {
            let isLetIn = try await channel.send(.hello(hello))
            if isLetIn { log.debug("said hello") }
            let until = ContinuousClock.now + (isLetIn ? pause : knock)
            while ContinuousClock.now < until {
                let left = ContinuousClock.now.duration(to: until)
                if let text = notice.text(isLetIn: isLetIn, at: .now) { say(text) }
                guard let message = try await channel.receive(within: min(left, Greeting.tick))
                else {
                    if stop.isRequested { return nil }
                    continue
                }
                switch message.body {
                case .welcome(let welcome):
                    await channel.adopt(sweep: message.sweep, incarnation: message.incarnation)
                    return welcome
                case .error(let refusal): throw SessionError.refused(refusal.reason)
                case .drain: return nil
                default: continue
                }
            }
            if isLetIn {
                pause = min(pause * 2, Greeting.pauseMax)
            } else {
                knock = min(knock * 2, Greeting.tick)
            }
        }
        return nil
    }

    /// Gets the lists that are not here yet, and maps them all.
    private func matcher(
        of welcome: inout WireWelcome
    ) async throws -> (Matcher, [ListCache.Held]) {
        var held: [ListCache.Held] = []
        var compiled: [MatcherList] = []
        for list in welcome.lists {
            if try lists.list(list) == nil {
                try await lists.fetch(list, through: channel, stop: stop, welcome: &welcome)
            }
            guard let found = try lists.list(list) else {
                throw SessionError.damagedList(list.name)
            }
            guard list.threshold <= 256, list.qualityFloor <= 100 else {
                throw SessionError.damagedList(list.name)
            }
            let settings = ListSettings(
                threshold: Int(list.threshold),
                qualityFloor: Int(list.qualityFloor)
            )
            compiled.append(MatcherList(list: found.compiled, settings: settings))
            held.append(found)
        }
        return (Matcher(lists: compiled), held)
    }
}

extension WireHello {
    /// Makes an introduction that names the leases held.
    init(lanes: Int, held: [(ShardID, Epoch)]) {
        self.init()
        self.protocol = WireLimits.protocolVersion
        version = Version.text
        self.lanes = UInt32(lanes)
        self.held = held.map { WireHeld($0.0, $0.1) }
        host = ProcessInfo.processInfo.hostName
        process = UInt32(ProcessInfo.processInfo.processIdentifier)
    }
}
