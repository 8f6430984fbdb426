/** Where a matter's card stands on the page. */
export function matterAnchor(matterId: string): string {
	return `matter-${matterId}`
}
