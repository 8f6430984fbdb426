/** The page of the proof: one document, opened by the product's own code, and functions for the proof to call. */
import { openDocument } from '../../../src/lib/sync/document/open-document.ts'

interface Proof {
	/** Adds a word with the id, and returns when it was added, as performance.now(). */
	write(id: string): number
	words(): string[]
	/** When this tab first showed nothing unsaved, nothing unsent, or all that is refused as under review, after that instant. */
	shown(what: 'unsaved' | 'unsent' | 'review', since: number): Promise<number>
	snapshot(): unknown
	/** Why Chromium itself has deleted this device's databases; '' if it has not. */
	deletedBecause(): string
}

declare global {
	interface Window {
		proof: Proof
		/** Of the proof: a change of what the tab shows. */
		tell?(json: string): void
	}
}

let deletedBecause = ''
const open = Object.getOwnPropertyDescriptor(IDBFactory.prototype, 'open')?.value as IDBFactory['open']
IDBFactory.prototype.open = function openAndLook(this: IDBFactory, ...args) {
	const request = open.apply(this, args)
	request.addEventListener('upgradeneeded', (event) => {
		const { dataLoss, dataLossMessage } = event as Event & { dataLoss?: string; dataLossMessage?: string }
		if (dataLoss === 'total') deletedBecause = dataLossMessage ?? dataLoss
	})
	return request
}

const params = new URLSearchParams(location.search)
const tab = openDocument({
	personId: params.get('person') ?? '',
	documentId: 'plan:program-1',
	deviceId: params.get('device') ?? '',
	appVersion: 'proof',
	room: { freeBytes: null, isPersisted: null },
	url: params.get('relay') ?? '',
	WebSocketClass: WebSocket
})
const { doc } = tab.open
const words = doc.getMap<number>('words')

function tell(): void {
	const { unsaved, unsent, localStore, isSynced } = tab.open.snapshot()
	window.tell?.(JSON.stringify({ unsaved, unsent, localStore, isSynced, words: [...words.keys()] }))
}

tab.open.subscribe(tell)
tab.start()

window.proof = {
	write(id) {
		words.set(id, 1)
		return performance.now()
	},
	words: () => [...words.keys()],
	shown: (what, since) =>
		new Promise((resolve) => {
			const look = () => {
				const snapshot = tab.open.snapshot()
				if (what === 'review' ? !snapshot.isUnderReview : snapshot[what] > 0) return
				stop()
				resolve(performance.now() - since)
			}
			const stop = tab.open.subscribe(look)
			queueMicrotask(look)
		}),
	snapshot: () => tab.open.snapshot(),
	deletedBecause: () => deletedBecause
}
