"""The containers' files: both targets, both ports on this machine only, two volumes."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(name="services")
def _services():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


def test_every_service_is_built_from_a_target_of_the_dockerfile(services):
    dockerfile = (ROOT / "Dockerfile").read_text()
    for service in services.values():
        assert f"AS {service['build']['target']}" in dockerfile


def test_workspace_and_data_are_volumes_of_their_own(services):
    for service in services.values():
        targets = [volume.rsplit(":", 1)[-1] for volume in service["volumes"]]
        assert targets == ["/workspace", "/data"]


def test_ports_are_open_to_this_machine_only(services):
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert sorted(ports) == ["127.0.0.1:6006:6006", "127.0.0.1:8888:8888"]


def test_what_the_dockerfile_copies_is_there():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    for line in lines:
        if line.startswith("COPY"):
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source


@pytest.mark.parametrize("lock", ["dev", "docker-cpu", "docker-cuda"])
def test_every_locked_package_has_a_version_and_a_hash(lock):
    text = (ROOT / "requirements" / f"{lock}.lock").read_text().replace("\\\n", "")
    packages = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert packages
    for package in packages:
        assert "==" in package
        assert "--hash=sha256:" in package
