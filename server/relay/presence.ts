/**
 * Who is there, in one room (SPEC.md P10). A connection speaks for one client id, the first it speaks
 * for; a stock client also repeats what it heard of others, which is dropped without a word. The person
 * is written in by the relay, so nobody can pass for somebody else.
 */
import { encodePresence, type PresenceEntry } from '#protocol/presence.ts'

export interface Speaker {
	personId: string
}

/** Answers are awareness updates for the others, or null when there is nothing to tell them. */
export interface Presence<Member extends Speaker> {
	speak(member: Member, entries: readonly PresenceEntry[]): Uint8Array | null
	/** Everybody, for a newcomer. */
	read(): Uint8Array | null
	leave(member: Member): Uint8Array | null
}

export function createPresence<Member extends Speaker>(): Presence<Member> {
	const entriesByMember = new Map<Member, PresenceEntry>()

	/**
	 * A phone that lost its link comes back while its old connection still looks alive, so the same
	 * device may take its client id along. Anybody else's id is theirs.
	 */
	function bind(member: Member, { clientId, state }: PresenceEntry): boolean {
		if (state === null) return false
		for (const [other, { clientId: taken }] of entriesByMember) {
			if (taken !== clientId) continue
			if (other.personId !== member.personId) return false
			entriesByMember.delete(other)
		}
		return true
	}

	return {
		speak(member, entries) {
			const bound = entriesByMember.get(member)?.clientId
			const own = entries.find((entry) => (bound === undefined ? bind(member, entry) : entry.clientId === bound))
			if (own === undefined) return null
			const state = own.state === null ? null : { ...own.state, personId: member.personId }
			const entry = { ...own, state }
			// First: a state nested too deep to be written down again throws, and must not stay for newcomers.
			const told = encodePresence([entry])
			entriesByMember.set(member, entry)
			return told
		},

		read() {
			const present = [...entriesByMember.values()].filter(({ state }) => state !== null)
			return present.length === 0 ? null : encodePresence(present)
		},

		leave(member) {
			const entry = entriesByMember.get(member)
			entriesByMember.delete(member)
			if (entry === undefined || entry.state === null) return null
			return encodePresence([{ ...entry, state: null }])
		}
	}
}
