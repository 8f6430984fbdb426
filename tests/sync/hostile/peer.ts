import { Connection } from '../../../server/documents/relay/connection.ts'
import type { Room } from '../../../server/documents/relay/room.ts'
import { defaultSettings, silentMeter } from '../../../server/documents/relay/options.ts'

export interface HostilePeer {
	/** Over a new connection when the last one was closed. Throws what the relay throws. */
	send(frame: Uint8Array): void
	leave(): void
}

/** An editor of the room with bad intentions, who ignores all answers. */
export function createHostilePeer(room: Room, onClosed: () => void): HostilePeer {
	let connection: Connection | null = null
	let connections = 0

	/** Alternates between an app and a plain client; most of them resume, which gives the relay least work. */
	function connect(): Connection {
		let isOpening = true
		const isResumed = ++connections % 8 !== 0
		const opened = Connection.open(
			{
				run: 'run-1',
				settings: defaultSettings,
				meter: silentMeter,
				submitForReview: async () => ({ review: 'waiting', sequence: null }),
				now: () => new Date(),
				random: () => 0.5,
				log: {
					error(facts, message) {
						throw new Error(message, { cause: facts })
					}
				},
				onDeviceChanged() {}
			},
			{
				transport: {
					send() {},
					close() {
						onClosed()
						if (!isOpening) connection = null
					},
					bufferedBytes: () => 0
				},
				room,
				peer: {
					personId: 'mallory',
					right: 'edit',
					canSubmitForReview: false,
					deviceId: 'mallory-phone',
					wantsOwnFrames: connections % 2 === 0,
					resumedFrom: isResumed ? room.queue.sequence : null,
					hasUnsent: !isResumed,
					arrivedAt: performance.now()
				}
			}
		)
		isOpening = false
		return opened
	}

	return {
		send(frame) {
			connection ??= connect()
			connection.receive(frame)
		},
		leave() {
			connection?.end()
			connection = null
		}
	}
}
