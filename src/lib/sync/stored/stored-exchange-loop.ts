/** When the documents nobody has open are exchanged: at once, when the network or the person comes back, every few minutes. */
import { requestBackgroundExchange } from '../ledger/background-request.ts'
import { isPageVisible, watchPage } from '../line/page.ts'
import { exchangeStored, type ExchangeDevice } from './stored-exchange.ts'

export interface Keeper extends ExchangeDevice {
	documentIds: readonly string[]
	isOpen(documentId: string): boolean
}

const INTERVAL_MS = 3 * 60_000

/** `onKept`: the server has answered; what the device knows may be new. Ends when `signal` says so. */
export function keepStored(keeper: Keeper, signal: AbortSignal, onKept: () => void): void {
	const { isOpen } = keeper
	const memory = { refused: new Map<string, number>(), unkept: new Set<string>() }
	let timer: ReturnType<typeof setTimeout> | undefined
	let isUnderWay = false
	let isWanted = false

	async function visit(): Promise<void> {
		clearTimeout(timer)
		isWanted = isUnderWay
		if (isUnderWay || signal.aborted || !isPageVisible()) return
		isUnderWay = true
		try {
			const { failure } = await exchangeStored(keeper, keeper.documentIds, { ...memory, isOpen, signal })
			if (failure === null) onKept()
		} finally {
			isUnderWay = false
			// The network that has come back may not be the one this exchange waited for in vain.
			if (!signal.aborted) timer = setTimeout(() => void visit(), isWanted ? 0 : INTERVAL_MS)
		}
	}

	const askBackground = () => void requestBackgroundExchange(keeper.personId)
	const stopWatching = watchPage({
		onVisible: () => void visit(),
		onOnline: () => void visit(),
		onHidden: askBackground,
		onOffline: askBackground
	})
	signal.addEventListener('abort', () => {
		clearTimeout(timer)
		stopWatching()
	})
	void visit()
}
