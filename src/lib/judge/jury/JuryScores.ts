import type { JudgeDimension } from '../../benchmark/importedKeys';
import { computeBlandAltman, type BlandAltman } from '../../stats/numerics/blandAltman';
import {
  estimateAbsoluteDifference,
  estimateIcc,
  estimateKappa,
  estimateSpearman,
  type Estimate
} from '../../stats/numerics/raterAgreement';
import type { Verdict } from '../Verdict';
import type { Jury, JuryItem, JuryMember } from './collectJury';

/** A dimension; null is the overall score. */
export type JuryPart = JudgeDimension | null;

/** How two judges agree on one part. */
export interface PairAgreement {
  readonly kappa: Estimate;
  /** Second − first. Null for fewer than 3 rows. */
  readonly difference: BlandAltman | null;
}

/** How a judge agrees with the experts' mean on one part. */
export interface ExpertAgreement {
  readonly spearman: Estimate;
  readonly absolute: Estimate;
  /** Judge − experts. */
  readonly difference: BlandAltman | null;
}

/** The experts' mean of a row on a part; null where there is none. */
export type FindExpert = (row: number, part: JuryPart) => number | null;

/** The scores of the chosen members, as numbers for statistics. */
export class JuryScores {
  readonly members: readonly JuryMember[];
  readonly #items: readonly JuryItem[];

  constructor({ members, items }: Jury, chosen: ReadonlySet<string>) {
    this.members = members.filter(({ id }) => chosen.has(id));
    this.#items = items;
  }

  /** Rows that every member has a verdict of. */
  get common(): readonly JuryItem[] {
    return this.#items.filter(({ verdicts }) => this.members.every(({ id }) => verdicts.has(id)));
  }

  /** Mean and count of a member's own rows. */
  mean({ id }: JuryMember, part: JuryPart): { readonly n: number; readonly mean: number | null } {
    const scores = this.#items.flatMap(({ verdicts }) => {
      const verdict = verdicts.get(id);
      return verdict ? [pickScore(verdict, part)] : [];
    });
    const n = scores.length;
    return { n, mean: n === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / n };
  }

  /** ICC(2,1) of all members over the rows that all of them judged. */
  icc(part: JuryPart): Estimate {
    return estimateIcc(
      this.common.map(({ verdicts }) => this.members.map(({ id }) => pickScore(verdicts.get(id)!, part)))
    );
  }

  /** Of two members, over the rows that both judged; κ has quadratic weights. */
  pair(first: JuryMember, second: JuryMember, part: JuryPart): PairAgreement {
    const both = this.#items.flatMap(({ verdicts }) => {
      const [a, b] = [verdicts.get(first.id), verdicts.get(second.id)];
      return a && b ? [[pickScore(a, part), pickScore(b, part)] as const] : [];
    });
    const [x, y] = [both.map(([a]) => a), both.map(([, b]) => b)];
    return {
      kappa: estimateKappa(x, y, first.scale, 'quadratic'),
      difference: computeBlandAltman(x, y)
    };
  }

  /** Of a member and the experts, over the rows that both scored. */
  againstExperts({ id }: JuryMember, part: JuryPart, find: FindExpert): ExpertAgreement {
    const both = this.#items.flatMap(({ row, verdicts }) => {
      const [verdict, expert] = [verdicts.get(id), find(row, part)];
      return verdict && expert !== null ? [[expert, pickScore(verdict, part)] as const] : [];
    });
    const [x, y] = [both.map(([expert]) => expert), both.map(([, score]) => score)];
    return {
      spearman: estimateSpearman(x, y),
      absolute: estimateAbsoluteDifference(x, y),
      difference: computeBlandAltman(x, y)
    };
  }

  /** Rows that members see differently, those with the largest range of overall scores first. */
  disagreements(): readonly { readonly item: JuryItem; readonly range: number }[] {
    const chosen = new Set(this.members.map(({ id }) => id));
    return this.#items
      .map((item) => {
        const scores = [...item.verdicts].flatMap(([id, one]) => (chosen.has(id) ? [one.overall_score] : []));
        return { item, range: scores.length < 2 ? 0 : Math.max(...scores) - Math.min(...scores) };
      })
      .filter(({ range }) => range > 0)
      .toSorted((a, b) => b.range - a.range || a.item.row - b.item.row);
  }
}

export const pickScore = (verdict: Verdict, part: JuryPart): number =>
  part === null ? verdict.overall_score : verdict[part].score;
