/** A symmetric matrix, row-major, and its Cholesky factor in the same layout. */
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
