"""What a training run leaves in MLflow, by MLflow's own client: python mlflow-trainer.py URL"""

import sys

import mlflow
from sklearn.linear_model import LinearRegression

VERSIONS_OF_CROWD = 1_050
MODELS_OF_CROWD = 230

mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment("tiny-lm")
client = mlflow.MlflowClient()
weights = LinearRegression().fit([[0], [1]], [0, 1])

with mlflow.start_run() as run:
    for step in (100, 200, 300):
        counts = {"total_flos": 1e15 * step, "num_input_tokens_seen": 4096.0 * step}
        mlflow.log_metrics({"loss": 3 / step, **counts}, step=step)
        logged = mlflow.sklearn.log_model(weights, name=f"checkpoint-{step}", step=step)
        mlflow.register_model(logged.model_uri, "tiny-lm")
run_id, experiment_id = run.info.run_id, run.info.experiment_id
# The same content once more, by another name for it.
mlflow.register_model(f"runs:/{run_id}/checkpoint-300", "tiny-lm")
client.create_model_version("tiny-lm", f"{run.info.artifact_uri}/ckpt-step-250", run_id)
tags = {"step": "400", "tokens": "1.6e6", "compute": "3.5", "compute_unit": "usd"}
client.create_model_version("tiny-lm", "s3://bucket/run/final", tags=tags)
client.set_registered_model_alias("tiny-lm", "champion", 1)

client.create_logged_model(experiment_id, name="checkpoint-400", source_run_id=run_id)
failed = client.create_logged_model(experiment_id, name="checkpoint-500", source_run_id=run_id)
client.finalize_logged_model(failed.model_id, "FAILED")

client.create_registered_model("crowd's")
for step in range(1, VERSIONS_OF_CROWD + 1):
    client.create_model_version("crowd's", f"s3://bucket/crowd/step-{step}", tags={"tokens": str(step)})
crowd = client.create_experiment("crowd")
for step in range(1, MODELS_OF_CROWD + 1):
    model = client.create_logged_model(crowd, name=f"step-{step}", tags={"tokens": str(step)})
    client.finalize_logged_model(model.model_id, "READY")
