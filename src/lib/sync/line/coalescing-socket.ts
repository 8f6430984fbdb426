/**
 * The socket class handed to the stock provider (sync.md R2, D10). It knows which edits every frame
 * carries, and sends typing at once at first, then merged into at most one Update frame per 150 ms.
 * Presence moves with typing and waits with it; any other frame pushes out what waits ahead of it.
 */
import { createDecoder, readVarUint8Array } from 'lib0/decoding'
import * as Y from 'yjs'
import { decodePresence, encodePresence, type PresenceEntry } from '#protocol/presence.ts'
import { encodeAwareness, encodeUpdate, frameTypes, syncTypes } from '#protocol/frames.ts'
import { createEditCoverage, type Coverage, type EditCoverage } from '../document/edit-coverage.ts'

export interface CoalescingSocket extends WebSocket {
	/** Of this connection's frames. */
	readonly coverage: EditCoverage
	/** `send`, for a whole frame of ours. */
	sendFrame(bytes: Uint8Array): void
	/** Sends at once what is waiting. */
	flush(): void
}

export interface EditSource {
	/** Edits of this tab so far. */
	editsMade(): number
	/** What a full difference of the document covers now. */
	coverage(): Coverage
}

const WINDOW_MS = 150
/** Well below any frame limit: merging must not make a frame too large that was not. */
const MAX_MERGED_BYTES = 256 * 1024

export function coalescingSocketClass(Base: typeof WebSocket, edits: EditSource): typeof WebSocket {
	return class extends Base implements CoalescingSocket {
		readonly coverage = createEditCoverage()
		#updates: Uint8Array[] = []
		#own = 0
		#presence = new Map<number, PresenceEntry>()
		#timer: ReturnType<typeof setTimeout> | null = null

		override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
			// The provider sends nothing else.
			this.sendFrame(data as Uint8Array)
		}

		sendFrame(bytes: Uint8Array): void {
			if (bytes[0] === frameTypes.sync && bytes[1] === syncTypes.update) this.#sendUpdate(bytes)
			else if (bytes[0] === frameTypes.awareness && this.#timer !== null) this.#holdPresence(bytes)
			else {
				this.flush()
				if (bytes[0] === frameTypes.sync && bytes[1] === syncTypes.step2) this.coverage.addStep2(edits.coverage())
				this.#put(bytes)
			}
		}

		flush(): void {
			if (this.#timer !== null) clearTimeout(this.#timer)
			this.#timer = null
			// What a closed socket no longer takes is in the SyncStep2 of the next connection.
			if (this.readyState !== this.OPEN) return
			if (this.#updates.length > 0) {
				this.coverage.addUpdate(this.#own)
				this.#put(encodeUpdate(Y.mergeUpdates(this.#updates)))
				this.#updates = []
				this.#timer = setTimeout(() => this.flush(), WINDOW_MS)
			}
			if (this.#presence.size > 0) {
				this.#put(encodeAwareness(encodePresence([...this.#presence.values()])))
				this.#presence.clear()
			}
		}

		override close(code?: number, reason?: string): void {
			this.flush()
			if (this.#timer !== null) clearTimeout(this.#timer)
			super.close(code, reason)
		}

		#put(bytes: Uint8Array): void {
			// Never on a SharedArrayBuffer: lib0 allocates them all.
			super.send(bytes as Uint8Array<ArrayBuffer>)
		}

		#sendUpdate(bytes: Uint8Array): void {
			this.#updates.push(bodyOf(bytes.subarray(2)))
			// Asked now, not on flushing: an edit may by then have been made whose frame is not here yet.
			this.#own = edits.editsMade()
			const size = this.#updates.reduce((sum, { byteLength }) => sum + byteLength, 0)
			if (this.#timer === null || size > MAX_MERGED_BYTES) this.flush()
		}

		#holdPresence(bytes: Uint8Array): void {
			for (const entry of decodePresence(bodyOf(bytes.subarray(1))) ?? []) this.#presence.set(entry.clientId, entry)
		}
	}
}

/** Of a frame the provider made; its types before the body are a byte each. */
function bodyOf(bytes: Uint8Array): Uint8Array {
	return readVarUint8Array(createDecoder(bytes))
}
