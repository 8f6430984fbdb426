import type { Me } from '#protocol/api/program.ts'
import { mayInvite, overseesMunicipality, seesBoard } from '../entry.ts'

/** Whether the server would show this person a screen under /curator, by the id of its route. */
export function mayOpen(me: Me, routeId: string): boolean {
	if (routeId === '/curator/people/municipalities') return me.roles.includes('administrator')
	if (routeId === '/curator' || routeId === '/curator/held') return seesBoard(me)
	return /^\/curator\/people\/(invitations|access|staff)$/.test(routeId) ? mayInvite(me) : overseesMunicipality(me)
}
