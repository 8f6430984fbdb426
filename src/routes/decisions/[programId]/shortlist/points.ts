import type { MatchPart } from '#domain/people/matching.ts'

/** What a criterion gives of the hundred points of a score, and the most it could give; to a tenth of a point. */
export interface Points {
	points: number
	most: number
}

/** One for each part. Where nothing weighs anything, nothing gives points. */
export function pointsOf(parts: readonly Pick<MatchPart, 'value' | 'weight'>[]): Points[] {
	const whole = parts.reduce((sum, { weight }) => sum + weight, 0)
	return parts.map(({ value, weight }) => {
		const most = whole === 0 ? 0 : (weight / whole) * 100
		return { points: toTenth(value * most), most: toTenth(most) }
	})
}

function toTenth(value: number): number {
	return Math.round(value * 10) / 10
}
