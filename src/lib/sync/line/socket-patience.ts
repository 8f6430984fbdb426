/** How long sockets that bring no word are waited for, until the exchange is tried beside them (sync.md D7). */
export interface SocketPatience {
	/** A socket is being opened. */
	begin(): void
	/** The relay was heard. */
	restore(): void
	/** The socket has closed; `isSilent`: without a word, for all the relay may have wanted to say. */
	end(isSilent: boolean): void
	/** Since the relay was last heard. */
	isLost(): boolean
	stop(): void
}

/** A relay speaks first, and at once: a socket without a word by then goes through something that swallows it, or through a slow network. */
const PATIENCE_MS = 8_000
/** Some filters leave a handshake open for minutes. */
const LONGEST_HANDSHAKE_MS = 30_000
/** Sockets in a row that brought no word: from then on the exchange is tried. */
const SILENT_SOCKETS = 3

/** `hangUp`: the one that is being opened is given up. */
export function createSocketPatience(onLost: () => void, hangUp: () => void): SocketPatience {
	let silentSockets = 0
	let timer: ReturnType<typeof setTimeout> | undefined

	function lose(): void {
		silentSockets = SILENT_SOCKETS
		onLost()
		timer = setTimeout(hangUp, LONGEST_HANDSHAKE_MS - PATIENCE_MS)
	}

	const stop = () => clearTimeout(timer)

	return {
		begin() {
			timer = setTimeout(lose, PATIENCE_MS)
		},
		restore() {
			silentSockets = 0
			stop()
		},
		end(isSilent) {
			stop()
			if (isSilent && ++silentSockets >= SILENT_SOCKETS) onLost()
		},
		isLost: () => silentSockets >= SILENT_SOCKETS,
		stop
	}
}
