/**
 * Notice of an early end (domain.md L1): a right of either side of the employment contract, so nobody grants or declines it. It ends
 * the programme by itself when its last day is over; until then the programme goes on. Staff sign it to take note and to
 * record it by an order, be it afterwards.
 */
import type { IsoDate } from '../calendar.ts'
import type { Ledger, RaisedMatter } from './ledger.ts'
import type { Matter } from './statement.ts'

export type NoticeMatter = Extract<Matter, { type: 'closure' }> & { lastDay: IsoDate }
export type Notice = RaisedMatter & { matter: NoticeMatter }

export function isNotice(raised: RaisedMatter): raised is Notice {
	return isNoticeMatter(raised.matter)
}

export function isNoticeMatter(matter: Matter): matter is NoticeMatter {
	return matter.type === 'closure' && matter.lastDay !== null
}

/** By which the programme that goes on will end: of several, the one with the earliest last day. Null: none was given. */
export function standingNotice({ phase, matters }: Ledger): Notice | null {
	if (phase !== 'active') return null
	return matters
		.filter(isNotice)
		.filter(({ outcome }) => outcome === 'open' || outcome === 'in-force')
		.reduce<Notice | null>(
			(first, notice) => (first === null || notice.matter.lastDay < first.matter.lastDay ? notice : first),
			null
		)
}
