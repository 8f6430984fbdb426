/** Who holds which office of the body that the regulation founds: asked once for all screens of «Люди». */
import { createContext } from 'svelte'
import type { OfficeListing } from '#protocol/api/staff.ts'
import type { AskedList } from './asked-list.svelte.ts'

export const [getComposition, setComposition] = createContext<AskedList<OfficeListing>>()

/** Whether there is anything to show: the regulation founds such a body, or another one did and somebody still holds an office. */
export function hasComposition(listing: OfficeListing | null): boolean {
	return listing !== null && (listing.composition !== null || listing.held.length + listing.ended.length > 0)
}
