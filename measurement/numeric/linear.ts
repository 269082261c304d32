/** A square matrix, row-major. */
export interface Matrix {
  readonly size: number;
  readonly values: Float64Array;
}

export function zeroMatrix(size: number): Matrix {
  return { size, values: new Float64Array(size * size) };
}

/** Lower Cholesky factor of a positive definite matrix; throws a RangeError when it is not. */
export function cholesky(matrix: Matrix): Matrix {
  const { size } = matrix;
  const factor = Float64Array.from(matrix.values);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = factor[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= factor[row * size + k]! * factor[column * size + k]!;
      if (row === column) {
        if (!(sum > 0)) throw new RangeError('the matrix is not positive definite');
        factor[row * size + row] = Math.sqrt(sum);
      } else {
        factor[row * size + column] = sum / factor[column * size + column]!;
      }
    }
  }
  return { size, values: factor };
}

/** Solves A·x = right for the A whose factor this is. */
export function solve(factor: Matrix, right: ArrayLike<number>): Float64Array {
  const { size, values } = factor;
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let sum = x[row]!;
    for (let k = 0; k < row; k++) sum -= values[row * size + k]! * x[k]!;
    x[row] = sum / values[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row]!;
    for (let k = row + 1; k < size; k++) sum -= values[k * size + row]! * x[k]!;
    x[row] = sum / values[row * size + row]!;
  }
  return x;
}

/** ln det A from its factor. */
export function logDeterminant({ size, values }: Matrix): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += 2 * Math.log(values[row * size + row]!);
  return sum;
}

/** A⁻¹ from the factor of A. */
export function inverse(factor: Matrix): Matrix {
  const { size } = factor;
  const result = zeroMatrix(size);
  const unit = new Float64Array(size);
  for (let column = 0; column < size; column++) {
    unit.fill(0);
    unit[column] = 1;
    result.values.set(solve(factor, unit), column * size);
  }
  return result;
}

export function sumOf(first: Matrix, ...others: readonly Matrix[]): Matrix {
  const values = Float64Array.from(first.values);
  for (const other of others) {
    for (let index = 0; index < values.length; index++) values[index] = values[index]! + other.values[index]!;
  }
  return { size: first.size, values };
}

export function differenceOf(first: Matrix, second: Matrix): Matrix {
  return { size: first.size, values: first.values.map((value, index) => value - second.values[index]!) };
}

/** Matrix · vector. */
export function times({ size, values }: Matrix, vector: ArrayLike<number>): Float64Array {
  const result = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += values[row * size + column]! * vector[column]!;
    result[row] = sum;
  }
  return result;
}

export function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += left[index]! * right[index]!;
  return sum;
}

export function productOf(left: Matrix, right: Matrix): Matrix {
  const { size } = left;
  const result = zeroMatrix(size);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < size; k++) {
      const factor = left.values[row * size + k]!;
      for (let column = 0; column < size; column++) {
        const at = row * size + column;
        result.values[at] = result.values[at]! + factor * right.values[k * size + column]!;
      }
    }
  }
  return result;
}

/** A · S · A'. */
export function sandwich(outer: Matrix, inner: Matrix): Matrix {
  return productOf(outer, transposed(productOf(outer, transposed(inner))));
}

function transposed({ size, values }: Matrix): Matrix {
  return { size, values: values.map((_, at) => values[(at % size) * size + Math.floor(at / size)]!) };
}

export function unitMatrix(size: number): Matrix {
  const matrix = zeroMatrix(size);
  for (let row = 0; row < size; row++) matrix.values[row * size + row] = 1;
  return matrix;
}

export function trace({ size, values }: Matrix): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += values[row * size + row]!;
  return sum;
}

/** The inverse of a positive definite matrix. */
export function inverseOf(matrix: Matrix): Matrix {
  return inverse(cholesky(matrix));
}
