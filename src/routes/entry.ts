import { resolve } from '$app/paths'
import type { Me } from '#protocol/api.ts'

/** Where a person's work begins: those who oversee a municipality see its board, all others their programmes. */
export function homeOf(me: Me): string {
	return isOverseer(me) ? resolve('/curator') : resolve('/')
}

/** Staff without a programme of their own. */
export function isOverseer(me: Me): boolean {
	return canOversee(me) && ownPrograms(me).length === 0
}

/** Whether the server would show this person the board. */
export function canOversee({ roles }: Me): boolean {
	return roles.includes('curator') || roles.includes('head')
}

/** Whether the server would let this person invite others. */
export function canInvite(me: Me): boolean {
	return canOversee(me) || me.roles.includes('administrator')
}

export function ownPrograms(me: Me): Me['programs'] {
	return me.programs.filter(({ role }) => role === 'mentor' || role === 'mentee')
}

/** The address to return to after signing in; null unless it is a path of our own. */
export function returnPath(url: URL): string | null {
	const to = url.searchParams.get('to')
	if (to === null || !to.startsWith('/')) return null
	const target = new URL(to, url.origin)
	return target.origin === url.origin && !to.startsWith('//') && target.pathname !== resolve('/sign-in')
		? `${target.pathname}${target.search}${target.hash}`
		: null
}
