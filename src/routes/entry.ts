import { resolve } from '$app/paths'
import type { Me } from '#protocol/api/program.ts'

/** Where a person's work begins: the board, the invitations for those who may only invite, or one's own programmes. */
export function homeOf(me: Me): string {
	if (me.roles.includes('region') && ownPrograms(me).length === 0) return resolve('/region')
	if (!isStaffOnly(me)) return resolve('/')
	return seesBoard(me) ? resolve('/curator') : peoplePath(me)
}

/** The banks, or the invitations alone for those who may only invite. */
export function peoplePath(me: Me): string {
	return overseesMunicipality(me) ? resolve('/curator/people') : resolve('/curator/people/invitations')
}

/** Staff without a programme of their own. */
export function isStaffOnly(me: Me): boolean {
	return (seesBoard(me) || mayInvite(me)) && ownPrograms(me).length === 0
}

/** Whether the person answers for all of the municipality. */
export function overseesMunicipality({ roles }: Me): boolean {
	return roles.includes('curator') || roles.includes('head')
}

/** Whether the server would show this person the board: all of it, or that of their organisation. */
export function seesBoard(me: Me): boolean {
	return overseesMunicipality(me) || (me.organisation ?? null) !== null
}

/** Whether the server would let this person invite others. */
export function mayInvite(me: Me): boolean {
	return overseesMunicipality(me) || me.roles.includes('administrator')
}

/** Whether the server would show this person a screen under /curator, by the id of its route. */
export function mayOpen(me: Me, routeId: string): boolean {
	if (routeId === '/curator/people/municipalities') return me.roles.includes('administrator')
	if (routeId === '/curator' || routeId === '/curator/held') return seesBoard(me)
	return /^\/curator\/people\/(invitations|access|staff)$/.test(routeId) ? mayInvite(me) : overseesMunicipality(me)
}

export function ownPrograms(me: Me): Me['programs'] {
	return me.programs.filter(({ role }) => role === 'mentor' || role === 'mentee')
}

/** Those whose plan this person still writes, and this device therefore keeps in step. */
export function keptHere(me: Me): Me['programs'] {
	return ownPrograms(me).filter(({ endedAt }) => (endedAt ?? null) === null)
}

/** Those this person wrote until their right ended: what the device holds of them stays. */
export function endedPrograms(me: Me): Me['programs'] {
	return ownPrograms(me).filter(({ endedAt }) => (endedAt ?? null) !== null)
}

/** Those of them this person may still read: what was until a decision ended their part, or all of what is closed. */
export function readableEnded(me: Me): Me['programs'] {
	return endedPrograms(me).filter(({ endedBy }) => (endedBy ?? null) !== null)
}

/** The sign-in screen, which leads back to this address. */
export function signInPath({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string {
	const from = pathname + search
	return resolve('/sign-in') + (from === resolve('/') ? '' : `?to=${encodeURIComponent(from)}`)
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
