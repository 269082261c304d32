/** A program as read from a prompt, in either language. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: number | string | boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'choice';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | { readonly kind: 'at'; readonly of: Expression; readonly index: Expression }
  | {
      readonly kind: 'slice';
      readonly of: Expression;
      readonly from: Expression | null;
      readonly to: Expression | null;
    }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'call'; readonly of: Expression; readonly given: readonly Expression[] };

/** With the line of the text on which it begins. */
export type Statement = { readonly line: number } & (
  | {
      readonly kind: 'assign';
      readonly target: Expression;
      readonly sign: string;
      readonly value: Expression;
    }
  | { readonly kind: 'do'; readonly expression: Expression }
  | { readonly kind: 'return'; readonly value: Expression }
  | { readonly kind: 'continue' | 'break' }
  | {
      readonly kind: 'if';
      readonly test: Expression;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[];
    }
  | { readonly kind: 'while'; readonly test: Expression; readonly body: readonly Statement[] }
  | {
      readonly kind: 'each';
      readonly name: string;
      readonly list: Expression;
      readonly body: readonly Statement[];
    }
);

export interface ProgramFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
}
