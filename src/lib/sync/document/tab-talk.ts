/**
 * What the tabs of one person tell each other about their edits of a document. It goes over the
 * provider's own channel, so that word of an edit always arrives before the edit itself.
 */
import * as broadcast from 'lib0/broadcastchannel'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { EditCount, SyncRecord } from './store-records.ts'

/** A tab's word on its own edits. */
export interface TabNews extends EditCount, Pick<SyncRecord, 'epoch' | 'otherLogs' | 'ownSequence'> {
	tabId: string
	/** Edits its local store has committed. */
	kept: number
	/** Edits up to this one that the relay has not acknowledged are in the holding log; an app of before does not say. */
	held?: number
}

/** A frame type between tabs only; the relay knows none such. */
export const TAB_NEWS_TYPE = 110

export function openTabTalk(channel: string, tabId: string, onNews: (news: TabNews) => void) {
	function hear(data: Uint8Array, origin: unknown): void {
		if (origin === tabId) return
		const decoder = decoding.createDecoder(new Uint8Array(data))
		if (decoding.readVarUint(decoder) === TAB_NEWS_TYPE) onNews(JSON.parse(decoding.readVarString(decoder)) as TabNews)
	}

	broadcast.subscribe(channel, hear)
	return {
		tell(news: Omit<TabNews, 'tabId'>): void {
			const bytes = encoding.encode((encoder) => {
				encoding.writeVarUint(encoder, TAB_NEWS_TYPE)
				encoding.writeVarString(encoder, JSON.stringify({ tabId, ...news } satisfies TabNews))
			})
			broadcast.publish(channel, bytes, tabId)
		},
		close: () => void broadcast.unsubscribe(channel, hear)
	}
}
