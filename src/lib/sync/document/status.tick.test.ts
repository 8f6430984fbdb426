import { expect, it } from 'vitest'
import type { Partner, SyncSnapshot } from './snapshot.ts'
import { tickOf, type Tick } from './status.ts'
import { calmSnapshot as calm } from './testing/calm-snapshot.ts'

const partner = (personId: string, has: boolean, sees: boolean): Partner => ({ personId, has, sees, lastSeenAt: null })
const irina = partner('mentee-1', true, true)
const oleg = partner('mentee-2', true, false)
const vera = partner('mentee-3', false, false)

const table: [string, Partial<SyncSnapshot>, Tick][] = [
	['nothing is known yet', { localStore: 'opening' }, 'opening'],
	['the plan has not arrived', { isLoaded: false }, 'opening'],
	['an edit is on its way to the local store', { unsaved: 1, unsent: 1 }, 'saving'],
	['an edit is in the local store', { unsent: 1 }, 'onDevice'],
	['an older edit is there, a newer one not yet', { unsaved: 1, unsent: 2 }, 'saving'],
	['the local store failed with an edit unsent', { localStore: 'failed', unsaved: 1, unsent: 1 }, 'notSaved'],
	['the local store failed, what it held is unsent', { localStore: 'failed', unsent: 1 }, 'notSaved'],
	['the local store failed, the server has all', { localStore: 'failed', unsaved: 3 }, 'onServer'],
	['the server has all', {}, 'onServer'],
	['the server has all, the network is gone', { connection: 'offline' }, 'onServer'],
	['the relay refused an edit', { refused: 1, unsent: 1 }, 'refused'],
	['the relay refused one, another is unsaved', { refused: 1, unsent: 2, unsaved: 1 }, 'refused'],
	['the document is deleted', { isGone: true, partners: [irina] }, 'gone'],
	['the document is deleted, what was not sent is in the local store', { isGone: true, unsent: 1, refused: 1 }, 'gone'],
	['it is deleted, and the local store failed', { isGone: true, localStore: 'failed', unsent: 1 }, 'notSaved'],
	['what was refused is with the curator', { refused: 1, unsent: 1, isUnderReview: true }, 'underReview'],
	['the curator set it aside', { refused: 1, unsent: 1, isUnderReview: true, reviewOutcome: 'set-aside' }, 'setAside'],
	['the partner has it', { partners: [oleg] }, 'delivered'],
	['the partner saw it', { partners: [irina] }, 'seen'],
	['one of two saw it', { partners: [irina, oleg] }, 'delivered'],
	['one of two has it', { partners: [irina, vera] }, 'onServer'],
	['the partner saw the one before', { partners: [irina], unsent: 1 }, 'onDevice']
]

it.each(table)('when %s', (_, change, tick) => {
	expect(tickOf({ ...calm, ...change })).toBe(tick)
})
